// Package emb embeds a file with a key.
package emb

import _ "embed"

// Text is what the file says.
//
//go:embed key.txt
var Text string
