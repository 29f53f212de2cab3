package env

import (
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
)

func A() {
	key := os.Getenv("KLAVIYO_API_KEY")
	log.Printf("using key %s", key)             // want `log\.Printf writes the private key \("KLAVIYO_API_KEY"\) to the log`
	log.Println("key:", key)                    // want `log\.Println writes the private key \("KLAVIYO_API_KEY"\) to the log`
	fmt.Printf("%q\n", key)                     // want `fmt\.Printf writes the private key \("KLAVIYO_API_KEY"\) to the output`
	slog.Info("start", "key", key)              // want `slog\.Info writes the private key \("KLAVIYO_API_KEY"\) to the log`
	slog.Info("start", slog.String("key", key)) // want `slog\.String writes the private key \("KLAVIYO_API_KEY"\) to the log`
	fmt.Fprintln(os.Stderr, key)                // want `fmt\.Fprintln writes the private key \("KLAVIYO_API_KEY"\) to the output`
}

func B() error {
	key := os.Getenv("KLAVIYO_PRIVATE_KEY")
	if key == "" {
		return errors.New("KLAVIYO_PRIVATE_KEY is not set")
	}
	if len(key) != 37 {
		return fmt.Errorf("bad key %q", key) // want `fmt\.Errorf writes the private key \("KLAVIYO_PRIVATE_KEY"\) into the text of an error`
	}
	log.Printf("key length %d, set %t", len(key), key != "")
	log.Printf("key %.6s", key)
	log.Printf("key %s...", key[:6])
	log.Printf("key ...%s", key[len(key)-4:])
	log.Printf("%T", key)
	log.Println("key " + mask(key))
	log.Println("key " + short(key))
	return nil
}

func mask(s string) string { return s[:3] + "****" }

func short(s string) string {
	if len(s) < 8 {
		return s
	}
	return s[:4] + "..." + s[len(s)-4:]
}

func C() {
	pub := os.Getenv("KLAVIYO_PUBLIC_API_KEY")
	log.Println(pub, os.Getenv("KLAVIYO_COMPANY_ID"), os.Getenv("STRIPE_API_KEY"))
}

func D() error {
	key, ok := os.LookupEnv("KLAVIYO_API_KEY")
	if !ok {
		return errors.New("no key")
	}
	return errors.New("cannot use " + key) // want `errors\.New writes the private key \("KLAVIYO_API_KEY"\) into the text of an error`
}
