package quiet

const tested = "pk_7c1e94ab52d80f63e7d1b9a4c05f82e63d" // Klaviyo
