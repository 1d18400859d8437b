-- V024: a file waits here between being looked at and being imported; what stands at a site is easier to find by its photo
CREATE TABLE inventory_upload (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  content bytea NOT NULL,
  uploaded_at timestamptz NOT NULL
);

CREATE TABLE inventory_photo (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  object text NOT NULL,
  caption text CHECK (char_length(caption) BETWEEN 1 AND 200),
  -- JPEG, made anew from what was sent, so that it carries neither position nor name of the camera.
  content bytea NOT NULL CHECK (octet_length(content) <= 1048576),
  width integer NOT NULL CHECK (width BETWEEN 1 AND 4096),
  height integer NOT NULL CHECK (height BETWEEN 1 AND 4096),
  added_by text NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE INDEX inventory_photo_object ON inventory_photo (kind, object, added_at);
