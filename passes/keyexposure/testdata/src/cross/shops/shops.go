// Package shops keeps the shops, with the Klaviyo key of each.
package shops

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

type Shop struct {
	Name              string
	KlaviyoPrivateKey string
}

// Ref is what others may see of a shop.
type Ref struct {
	Name              string
	KlaviyoPrivateKey string
}

type Table struct{ db *sql.DB }

func (t *Table) Find(ctx context.Context, name string) (*Shop, error) {
	var s Shop
	err := t.db.QueryRowContext(ctx, `SELECT name, klaviyo_key FROM shops WHERE name = $1`, name).Scan(&s.Name, &s.KlaviyoPrivateKey)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(s.KlaviyoPrivateKey, "pk_") {
		return nil, errors.New("no private key")
	}
	return &s, nil
}

func (s *Shop) Ref() Ref { return Ref{Name: s.Name, KlaviyoPrivateKey: last(s.KlaviyoPrivateKey)} }

func last(s string) string {
	if len(s) < 12 {
		return "***"
	}
	return "***" + s[len(s)-4:]
}
