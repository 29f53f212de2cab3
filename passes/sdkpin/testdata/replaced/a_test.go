package replaced

import (
	"testing"

	_ "github.com/monetha/go-klaviyo"
)

func TestNothing(*testing.T) {}
