"""The knowledge of namekit as TOML files; README.md says what each means. `namekit.table` reads them."""
