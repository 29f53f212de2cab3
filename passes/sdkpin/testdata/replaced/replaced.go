package replaced

import (
	"fmt"

	klaviyo "github.com/monetha/go-klaviyo" // want `^go.mod: "github.com/monetha/go-klaviyo" is replaced by a folder, which other machines do not have or have otherwise; require its release v0.0.9$`
)

func New() { fmt.Println(klaviyo.Client{}) }
