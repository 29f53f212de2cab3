package replaced

import (
	"fmt"

	klaviyo "github.com/monetha/go-klaviyo" // want `^go\.mod: "github\.com/monetha/go-klaviyo" is replaced by a folder that other machines may lack; require its release v0\.0\.9$`
)

func New() { fmt.Println(klaviyo.Client{}) }
