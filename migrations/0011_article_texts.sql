CREATE TABLE `__new_article_replies` (
	`article_id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`updated_at` text NOT NULL,
	`etag` text NOT NULL,
	`cache_tags` text NOT NULL,
	`article` text NOT NULL,
	`markdown` text,
	FOREIGN KEY (`article_id`) REFERENCES `published_articles`(`article_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_article_replies`("article_id", "slug", "updated_at", "etag", "cache_tags", "article", "markdown") SELECT "article_id", "slug", "updated_at", "etag", "cache_tags", CAST("article" AS TEXT), "markdown" FROM `article_replies`;--> statement-breakpoint
DROP TABLE `article_replies`;--> statement-breakpoint
ALTER TABLE `__new_article_replies` RENAME TO `article_replies`;--> statement-breakpoint
CREATE UNIQUE INDEX `article_replies_slug_unique` ON `article_replies` (`slug`);