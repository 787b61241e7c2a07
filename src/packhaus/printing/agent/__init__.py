"""The program at a station: it asks Packhaus for work and hands it to printers. It knows no database."""
