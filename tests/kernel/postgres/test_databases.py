import psycopg
import pytest

from packhaus.kernel.postgres import ServerAddress, create_database, drop_database
from packhaus.kernel.postgres.databases import has_database


def test_a_copy_has_the_rows_of_its_template_even_while_somebody_is_connected_to_it(
    server: ServerAddress,
) -> None:
    create_database(server.owner_url, "template_of_test")
    onlooker = psycopg.connect(server.runtime_url, dbname="template_of_test")
    with psycopg.connect(server.owner_url, dbname="template_of_test") as connection:
        connection.execute("CREATE TABLE rows AS SELECT 7 AS number")
    create_database(server.owner_url, "copy_of_test", template="template_of_test")
    with psycopg.connect(server.owner_url, dbname="copy_of_test") as connection:
        assert connection.execute("SELECT number FROM rows").fetchone() == (7,)
    with pytest.raises(psycopg.OperationalError):
        onlooker.execute("SELECT 1")
    onlooker.close()


def test_a_database_is_dropped_under_its_users(server: ServerAddress) -> None:
    create_database(server.owner_url, "dropped")
    onlooker = psycopg.connect(server.runtime_url, dbname="dropped")
    drop_database(server.owner_url, "dropped")
    assert not has_database(server.owner_url, "dropped")
    onlooker.close()


def test_dropping_what_is_not_there_is_fine(server: ServerAddress) -> None:
    drop_database(server.owner_url, "never_was")
