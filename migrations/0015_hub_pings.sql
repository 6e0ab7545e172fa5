CREATE TABLE `hub_pings` (
	`path` text PRIMARY KEY NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `hub_pings_due` ON `hub_pings` (`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `hubs` (
	`url` text PRIMARY KEY NOT NULL,
	`last_seq` integer NOT NULL
);
