package settings

import (
	"os"
	"time"
)

// APIRevision is what the marketing API is asked with.
const APIRevision = "2024-05-15"

const Timeout = 15 * time.Second

// Key returns the named secret.
func Key(name string) string { return os.Getenv(name) }
