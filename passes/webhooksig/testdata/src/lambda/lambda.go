package lambda

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/aws/aws-lambda-go/events"
)

func Handle(ctx context.Context, req events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	m := hmac.New(sha256.New, []byte("k"))
	m.Write([]byte(req.Body + req.Headers["Klaviyo-Timestamp"]))
	if base64.StdEncoding.EncodeToString(m.Sum(nil)) != req.Headers["Klaviyo-Signature"] { // want `the signature is compared with "!=".*also, base64 is used where Klaviyo-Signature is hex`
		return events.APIGatewayProxyResponse{StatusCode: 401}, nil
	}
	return events.APIGatewayProxyResponse{StatusCode: 200}, nil
}

func Never(ctx context.Context, req events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	if _, ok := req.Headers["klaviyo-signature"]; !ok { // want `the handler reads "Klaviyo-Signature" and verifies nothing`
		return events.APIGatewayV2HTTPResponse{StatusCode: 401}, nil
	}
	println(req.Body)
	return events.APIGatewayV2HTTPResponse{StatusCode: 200}, nil
}
