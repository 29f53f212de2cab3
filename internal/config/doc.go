// Package config reads .klaviyolint.toml, checks it, and hands it to the passes
// through an analyzer that they require. The reference, the JSON schema and the
// example file are generated from the same typed structure, [File].
package config
