package requests

import (
	"fmt"
	"os"
)

var debug = os.Getenv("KLDEBUG") != ""

func dbg(format string, args ...any) {
	if debug {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	}
}
