package jobs

import (
	"context"
	"log"

	"cross/kl"
	"cross/shops"
)

func Run(ctx context.Context, t *shops.Table, name string) error {
	s, err := t.Find(ctx, name)
	if err != nil {
		return err
	}
	log.Printf("job for %+v", s.Ref())
	log.Printf("job for %p", s)
	log.Printf("job for %s, key of %d", s.Name, len(s.KlaviyoPrivateKey))
	if err := kl.New(s.KlaviyoPrivateKey).Accounts(); err != nil {
		log.Printf("no answer for %+v: %v", *s, err) // want `log\.Printf writes a value that holds the private key`
		return err
	}
	return nil
}
