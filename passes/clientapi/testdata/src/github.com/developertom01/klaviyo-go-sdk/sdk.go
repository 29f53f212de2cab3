// Package klaviyo stands for the SDK.
package klaviyo

import "context"

type ClientAPIService struct{}

type ApiCreateClientEventRequest struct{}

func (a *ClientAPIService) CreateClientEvent(ctx context.Context) ApiCreateClientEventRequest {
	return ApiCreateClientEventRequest{}
}

type APIClient struct{ ClientAPI *ClientAPIService }
