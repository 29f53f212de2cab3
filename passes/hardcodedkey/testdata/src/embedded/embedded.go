package embedded

import "embed"

//go:embed keys.json "with space.txt" all:tree other.bin
var FS embed.FS
