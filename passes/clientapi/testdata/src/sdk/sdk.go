// Package sdk calls the client API through an SDK.
package sdk

import (
	"context"

	klaviyo "github.com/developertom01/klaviyo-go-sdk"
)

func track(ctx context.Context, c *klaviyo.APIClient) {
	c.ClientAPI.CreateClientEvent(ctx) // want `"POST /client/events" is for browsers and apps, not for servers; use "POST`
}
