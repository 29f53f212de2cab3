// Package sdkkey hands its key to an SDK: that is what tells that it is one.
package sdkkey

import (
	"fmt"
	"log"
	"os"

	"github.com/monetha/go-klaviyo"
)

type settings struct{ Token, Shop string }

func start(s settings) *klaviyo.Client {
	log.Printf("shop %s", s.Shop)
	log.Printf("token %s", s.Token) // want `log\.Printf writes the private key \("settings\.Token"\) to the log`
	return klaviyo.New(s.Token, nil)
}

func fromEnv() (*klaviyo.Client, error) {
	secret := os.Getenv("MARKETING_SECRET")
	if len(secret) < 30 {
		return nil, fmt.Errorf("MARKETING_SECRET %q is too short", secret) // want `fmt\.Errorf writes the private key \("MARKETING_SECRET"\) into the text of an error`
	}
	log.Println("key of", len(secret), "characters")
	return klaviyo.NewWithClient(secret, nil, nil), nil
}

func other() {
	log.Println(os.Getenv("MARKETING_REGION"))
}

func field(c *klaviyo.Client) {
	log.Println(c.APIKey) // want `log\.Println writes the private key`
	log.Println(len(c.APIKey))
}
