CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `article_people` (
	`article_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`article_id`, `person_id`, `role`)
);
--> statement-breakpoint
CREATE INDEX `article_people_person` ON `article_people` (`person_id`,`role`);--> statement-breakpoint
CREATE TABLE `article_topics` (
	`article_id` text NOT NULL,
	`topic_id` text NOT NULL,
	PRIMARY KEY(`article_id`, `topic_id`)
);
--> statement-breakpoint
CREATE INDEX `article_topics_topic` ON `article_topics` (`topic_id`);--> statement-breakpoint
CREATE TABLE `articles` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`draft_revision` integer NOT NULL,
	`published_revision` integer,
	`first_published_at` text,
	`last_pair_number` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`);--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`article_id` text NOT NULL,
	`revision` integer NOT NULL,
	`checksum` text NOT NULL,
	`source` blob NOT NULL,
	`media_type` text NOT NULL,
	`charset` text NOT NULL,
	`result` text NOT NULL,
	`author` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `imports_checksum` ON `imports` (`checksum`);--> statement-breakpoint
CREATE INDEX `imports_article` ON `imports` (`article_id`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`title` text,
	`bio` text,
	`aliases` text NOT NULL,
	`same_as` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_slug_unique` ON `people` (`slug`);--> statement-breakpoint
CREATE INDEX `people_name` ON `people` (`name_key`,`id`);--> statement-breakpoint
CREATE TABLE `published_articles` (
	`article_id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`published_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`summary` text NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `published_articles_slug_unique` ON `published_articles` (`slug`);--> statement-breakpoint
CREATE INDEX `published_articles_date` ON `published_articles` (`published_at`,`article_id`);--> statement-breakpoint
CREATE INDEX `published_articles_updated` ON `published_articles` (`updated_at`,`article_id`);--> statement-breakpoint
CREATE INDEX `published_articles_title` ON `published_articles` (`title_key`,`article_id`);--> statement-breakpoint
CREATE TABLE `qa_pairs` (
	`id` text PRIMARY KEY NOT NULL,
	`article_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`published_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`pair` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `published_articles`(`article_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `qa_pairs_date` ON `qa_pairs` (`published_at`,`article_id`,`position`);--> statement-breakpoint
CREATE INDEX `qa_pairs_updated` ON `qa_pairs` (`updated_at`,`article_id`,`position`);--> statement-breakpoint
CREATE INDEX `qa_pairs_article` ON `qa_pairs` (`article_id`,`position`);--> statement-breakpoint
CREATE TABLE `qa_people` (
	`qa_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`qa_id`, `person_id`, `role`)
);
--> statement-breakpoint
CREATE INDEX `qa_people_person` ON `qa_people` (`person_id`,`role`);--> statement-breakpoint
CREATE TABLE `qa_topics` (
	`qa_id` text NOT NULL,
	`topic_id` text NOT NULL,
	PRIMARY KEY(`qa_id`, `topic_id`)
);
--> statement-breakpoint
CREATE INDEX `qa_topics_topic` ON `qa_topics` (`topic_id`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`article_id` text NOT NULL,
	`number` integer NOT NULL,
	`document` text NOT NULL,
	`author` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`article_id`, `number`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `search_texts` (
	`key` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`article_id` text,
	`head` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_texts_id_unique` ON `search_texts` (`id`);--> statement-breakpoint
CREATE INDEX `search_texts_article` ON `search_texts` (`article_id`);--> statement-breakpoint
CREATE TABLE `slugs` (
	`kind` text NOT NULL,
	`slug` text NOT NULL,
	`resource_id` text NOT NULL,
	PRIMARY KEY(`kind`, `slug`)
);
--> statement-breakpoint
CREATE TABLE `topic_closure` (
	`ancestor_id` text NOT NULL,
	`descendant_id` text NOT NULL,
	PRIMARY KEY(`ancestor_id`, `descendant_id`)
);
--> statement-breakpoint
CREATE INDEX `topic_closure_up` ON `topic_closure` (`descendant_id`);--> statement-breakpoint
CREATE TABLE `topics` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text,
	`alt_labels` text NOT NULL,
	`broader_id` text,
	`same_as` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_slug_unique` ON `topics` (`slug`);--> statement-breakpoint
CREATE INDEX `topics_name` ON `topics` (`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `topics_broader` ON `topics` (`broader_id`);