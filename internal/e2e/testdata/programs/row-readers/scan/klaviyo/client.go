package klaviyo

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
}

func New(key string) *Client { return &Client{key: key, hc: &http.Client{Timeout: 10 * time.Second}} }

func (c *Client) send(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/json")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", res.Status)
	}
	return nil
}

type person struct{ Email, Name string }

func scan(rows *sql.Rows) (p person, err error) {
	err = rows.Scan(&p.Email, &p.Name)
	return p, err
}

func (c *Client) Save(ctx context.Context, p person) error {
	return c.send(ctx, "POST", "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": p.Email, "first_name": p.Name}}})
}

func (c *Client) Sync(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT email, name FROM people")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return err
		}
		if err := c.Save(ctx, p); err != nil { // want bulk
			return err
		}
	}
	return rows.Err()
}

func (c *Client) Direct(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT email FROM people")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var email string
		if err := rows.Scan(&email); err != nil {
			return err
		}
		if err := c.Save(ctx, person{Email: email}); err != nil { // want bulk
			return err
		}
	}
	return rows.Err()
}
