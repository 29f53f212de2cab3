package config

// Find returns the one TOML file in force for dir, or "".
func Find(dir string) (string, error) { return "", nil }

// Load reads a TOML file.
func Load(path string) (*Settings, error) { return Default(), nil }

// Parse reads TOML text; name stands in its errors.
func Parse(data []byte, name string) (*File, error) { return newFile(), nil }

// Position is a place in a file, from 1, columns in bytes.
type Position struct{ Line, Col int }

// Salt returns a short hash of everything beside Go source that findings depend on.
func Salt(dir string) string { return "" }
