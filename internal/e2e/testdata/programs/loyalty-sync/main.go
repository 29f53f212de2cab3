// Command loyalty-sync runs once a night.
package main

import (
	"context"
	"database/sql"
	"log"
	"os"

	"example.com/loyalty-sync/internal/job"
	"example.com/loyalty-sync/internal/klaviyo"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	j := &job.Job{DB: db, KL: klaviyo.New(os.Getenv("KLAVIYO_PRIVATE_KEY"))}
	run := j.Fast
	if os.Getenv("SLOW") != "" {
		run = j.Slow
	}
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
	if err := j.KL.Profiles(context.Background(), func(id string) error { log.Println(id); return nil }); err != nil {
		log.Fatal(err)
	}
}
