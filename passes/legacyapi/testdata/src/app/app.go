// Package app uses an SDK that knows the old API only.
package app

import (
	klaviyo "github.com/monstercat/go-klaviyo" // want `"github\.com/monstercat/go-klaviyo" knows only the API retired on`
)

func identify(c *klaviyo.Client) error { return c.Identify(nil) }
