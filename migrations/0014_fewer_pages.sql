-- Publishing writes to every index of its rows: those that no query looks along are gone. A slug is unique by `slugs`.
DROP INDEX `changes_resource`;--> statement-breakpoint
DROP INDEX `articles_slug_unique`;--> statement-breakpoint
DROP INDEX `published_articles_slug_unique`;--> statement-breakpoint
DROP INDEX `articles_scheduled`;--> statement-breakpoint
CREATE INDEX `articles_scheduled` ON `articles` (`scheduled_at`) WHERE scheduled_at is not null;--> statement-breakpoint
-- Rows that are found by their keys alone are kept where the keys are.
CREATE TABLE `__new_slugs` (
	`kind` text NOT NULL,
	`slug` text NOT NULL,
	`resource_id` text NOT NULL,
	PRIMARY KEY(`kind`, `slug`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_slugs (kind, slug, resource_id) SELECT kind, slug, resource_id FROM slugs;--> statement-breakpoint
DROP TABLE `slugs`;--> statement-breakpoint
ALTER TABLE `__new_slugs` RENAME TO `slugs`;--> statement-breakpoint
CREATE TABLE `__new_match_keys` (
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`article_id` text NOT NULL,
	PRIMARY KEY(`kind`, `key`, `article_id`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_match_keys (kind, key, article_id) SELECT kind, key, article_id FROM match_keys;--> statement-breakpoint
DROP TABLE `match_keys`;--> statement-breakpoint
ALTER TABLE `__new_match_keys` RENAME TO `match_keys`;--> statement-breakpoint
CREATE TABLE `__new_change_topics` (
	`topic_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`topic_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO __new_change_topics (topic_id, seq) SELECT topic_id, seq FROM change_topics;--> statement-breakpoint
DROP TABLE `change_topics`;--> statement-breakpoint
ALTER TABLE `__new_change_topics` RENAME TO `change_topics`;
