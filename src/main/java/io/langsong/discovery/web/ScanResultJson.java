package io.langsong.discovery.web;

import java.util.List;

/** A scan and a page of what it found. */
record ScanResultJson(ScanJson scan, List<FoundJson> found) {}
