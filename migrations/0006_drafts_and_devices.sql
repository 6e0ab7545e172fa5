CREATE TABLE `known_devices` (
	`hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `known_devices_expiry` ON `known_devices` (`expires_at`);--> statement-breakpoint
ALTER TABLE `articles` ADD `status` text GENERATED ALWAYS AS (
      case when trashed_at is not null then 'trashed' when retracted_at is not null then 'retracted'
      when published_revision is not null then 'published' when scheduled_at is not null then 'scheduled'
      else 'draft' end) VIRTUAL NOT NULL;--> statement-breakpoint
CREATE INDEX `articles_status` ON `articles` (`status`,`updated_at`,`id`);