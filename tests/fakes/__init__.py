"""Stand-ins for the platforms and services that Kurir talks to, on loopback or in memory."""
