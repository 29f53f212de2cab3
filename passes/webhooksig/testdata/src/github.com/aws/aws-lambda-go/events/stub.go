// Package events has the shape of Lambda's events, as far as the fixtures need it.
package events

type APIGatewayProxyRequest struct {
	Body    string
	Headers map[string]string
}

type APIGatewayProxyResponse struct{ StatusCode int }

type APIGatewayV2HTTPRequest struct {
	Body    string
	Headers map[string]string
}

type APIGatewayV2HTTPResponse struct{ StatusCode int }
