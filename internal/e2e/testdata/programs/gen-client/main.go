package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/gen-client/internal/kapi"
)

func main() {
	auth := func(_ context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
		return nil
	}
	c := kapi.NewClient(kapi.ServerURL, &http.Client{Timeout: 10 * time.Second}, auth)
	ctx := context.Background()

	resp, err := c.GetLists(ctx, &kapi.GetListsParams{
		Revision: "2024-10-15", // want revision
	})
	if err := dump(resp, err); err != nil {
		log.Fatal(err)
	}

	body := fmt.Sprintf(`{"data":{"type":"profile","attributes":{"email":%q}}}`, os.Args[1])
	params := &kapi.CreateOrUpdateProfileParams{Revision: "2026-07-15"}
	resp, err = c.CreateOrUpdateProfileWithBody(ctx, params, "application/vnd.api+json", strings.NewReader(body))
	if err := dump(resp, err); err != nil {
		log.Fatal(err)
	}
}

func dump(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %s", resp.Status)
	}
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}
