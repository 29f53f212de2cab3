package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"example.com/quiet-bridge/internal/klaviyo"
)

func main() {
	c := klaviyo.New(os.Getenv("KLAVIYO_KEY"))
	ctx := context.Background()
	if _, err := c.Account(ctx); err != nil {
		log.Fatal(err)
	}
	if _, err := c.Metrics(ctx); err != nil {
		log.Fatal(err)
	}
	consent(ctx, c)
	if err := forget(ctx, c, "01ABC"); err != nil {
		log.Fatal(err)
	}
	if err := tag(ctx, c); err != nil {
		log.Fatal(err)
	}
}

// consent drops the answer.
func consent(ctx context.Context, c *klaviyo.Client) {
	resp, err := c.Do(ctx, http.MethodPost, "/api/profile-subscription-bulk-create-jobs", `{"data":{}}`) // want statuscheck payload
	if err != nil {
		log.Print(err)
		return
	}
	resp.Body.Close()
}

// forget takes a refusal for a success.
func forget(ctx context.Context, c *klaviyo.Client, id string) error {
	resp, err := c.Do(ctx, http.MethodDelete, "/api/lists/"+id, "") // want statuscheck
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil
	case http.StatusNoContent:
		return nil
	}
	return &http.ProtocolError{ErrorString: resp.Status}
}

// tag says what happened.
func tag(ctx context.Context, c *klaviyo.Client) error {
	resp, err := c.Do(ctx, http.MethodPost, "/api/tags", `{"data":{}}`) // want payload
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusForbidden {
		log.Print("the key has no scope tags:write")
		return nil
	}
	if resp.StatusCode != http.StatusCreated {
		return &http.ProtocolError{ErrorString: resp.Status}
	}
	return nil
}
