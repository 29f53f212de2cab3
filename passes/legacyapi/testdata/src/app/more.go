package app

import (
	current "github.com/monetha/go-klaviyo"
	klaviyo "github.com/monstercat/go-klaviyo" // said once
)

func again(c *klaviyo.Client, d *current.Client) error { return c.Identify(d) }
