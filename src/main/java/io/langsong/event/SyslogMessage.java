package io.langsong.event;

/**
 * A syslog message, as far as it could be read; its texts are hostile.
 *
 * @param hostname whom it names as its sender; empty when it names none
 * @param program APP-NAME or TAG; empty when there is none
 */
record SyslogMessage(Severity severity, String hostname, String program, String text) {}
