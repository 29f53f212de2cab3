// Package app uses the client of another package.
package app

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"time"

	"api"
)

func A(ctx context.Context, p *api.Plain) error {
	for {
		resp, err := p.Raw(ctx, "/api/lists")
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == 429 { // want `429|sent again`
			time.Sleep(time.Second)
			continue
		}
		if resp.StatusCode != 200 {
			return errors.New(resp.Status)
		}
		return nil
	}
}

func B(ctx context.Context, p *api.Plain) error {
	var se *api.StatusError
	for i := 0; i < 3; i++ {
		err := p.Once(ctx, "/api/lists")
		if err == nil {
			return nil
		}
		if !errors.As(err, &se) || se.Code != 429 { // want `429|sent again`
			return err
		}
		time.Sleep(time.Second)
	}
	return errors.New("no")
}

func C(ctx context.Context, p *api.Plain) ([]byte, error) {
	resp, err := p.Raw(ctx, "/api/lists")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func D(ctx context.Context, c *api.Client) {
	if _, err := c.Get(ctx, "/api/lists"); err != nil {
		log.Print(err)
	}
}

func E(ctx context.Context) {
	p := &api.Plain{HTTP: &http.Client{}, Key: "x"}
	p.Once(ctx, "/api/lists")
}
func F(ctx context.Context) {
	p := &api.Plain{HTTP: http.DefaultClient, Key: "x"}
	p.Once(ctx, "/api/lists")
}
