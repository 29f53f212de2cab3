// Package events stands in for the package of that name: signatures alone.
package events

type SQSMessage struct{ Body string }

type SQSEvent struct{ Records []SQSMessage }

type APIGatewayProxyRequest struct {
	Body    string
	Headers map[string]string
}

type APIGatewayProxyResponse struct {
	StatusCode int
	Body       string
}
