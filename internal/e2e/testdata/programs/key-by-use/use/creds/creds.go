package creds

import "os"

type Store struct{ Token string }

func Load() Store { return Store{Token: os.Getenv("MARKETING")} }
