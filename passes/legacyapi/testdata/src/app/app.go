// Package app uses an SDK that knows the old API only.
package app

import (
	klaviyo "github.com/monstercat/go-klaviyo" // want `"github.com/monstercat/go-klaviyo" only knows the API that was retired on 2024-06-30`
)

func identify(c *klaviyo.Client) error { return c.Identify(nil) }
