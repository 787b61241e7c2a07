"""Each kind of file is said once, in channels: pages have a name, a place and a sample for every one of them."""

from packhaus.channels.services.import_kinds import MERCHANT_FILES, SITE_FILES
from packhaus.web.console.setup_files import FILES
from packhaus.web.words_of_imports import IMPORT_KINDS


def test_every_kind_of_file_has_its_name_or_its_page() -> None:
    assert set(IMPORT_KINDS) == set(MERCHANT_FILES)
    assert set(FILES) == {*SITE_FILES, "catalog"}
