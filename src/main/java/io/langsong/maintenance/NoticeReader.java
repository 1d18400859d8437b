package io.langsong.maintenance;

import io.langsong.maintenance.CutNotice.Cut;
import io.langsong.maintenance.CutNotice.Unread;
import io.langsong.maintenance.CutNotice.Why;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the notice of planned power cuts that somebody pasted: a table with tabs, semicolons, commas or bars between its cells,
 * with or without headings; lines of text; blocks of labelled lines. Pure; used once.
 */
final class NoticeReader {
    static final int MOST_CUTS = 60;
    private static final int MOST_SHOWN = 200;
    private static final int MOST_LINES_OF_A_CELL = 20;

    private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-–*+•]|\\d{1,3}[.)])\\s+");
    private static final Pattern LABEL = Pattern.compile("^([\\p{L}\\p{M} ]{2,40}?)\\s*:\\s*(.*)$");
    private static final Pattern INNER_LABEL = Pattern.compile(
            "(?<=[\\s.;,])(?=(?:khu vực|địa bàn|phạm vi|thời gian|ngày|lý do|lí do|nguyên nhân)[\\p{L}\\p{M} ]{0,25}:)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern REASON = Pattern.compile(
            "(?<![\\p{L}\\p{M}])(?:l[ýyíi] do|nguy[êe]n nh[âa]n)(?:[\\p{L}\\p{M} ]{0,25}:|(?![\\p{L}\\p{M}]))\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** They join a time to a place and say nothing themselves. */
    private static final String JOINS =
            "(?:[\\s:;,.\\-–—()]++|(?<![\\p{L}\\p{M}])(?:từ|đến|tới|ngày|lúc|giờ|thời gian|bắt đầu|kết thúc"
                    + "|dự kiến|tại|khu vực|và|tu|den|ngay|luc|thoi gian|sáng|trưa|chiều|tối|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
                    + "|(?:tạm )?ngừng (?:cung )?cấp điện|cắt điện|mất điện)(?![\\p{L}\\p{M}]))+";

    private static final Pattern JOINS_BEFORE =
            Pattern.compile("^" + JOINS, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern JOINS_BEHIND =
            Pattern.compile(JOINS + "$", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final List<Cut> cuts = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private @Nullable NoticeTable table;
    private @Nullable LocalDate day;
    private @Nullable Draft draft;

    private NoticeReader() {}

    static CutNotice read(String pasted) {
        NoticeReader reader = new NoticeReader();
        String[] lines = PlanText.pasted(pasted).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            String line = lines[i];
            while (reader.table != null
                    && reader.table.goesOn(line)
                    && i + 1 < lines.length
                    && i - first < MOST_LINES_OF_A_CELL) {
                i++;
                line += "\n" + lines[i];
            }
            reader.line(first + 1, line);
        }
        reader.finish();
        return new CutNotice(reader.cuts, reader.unread);
    }

    private void line(int number, String line) {
        if (line.isBlank()) {
            finish();
            return;
        }
        if (line.length() > PlanWish.LONGEST_TEXT) {
            finish();
            unread.add(new Unread(number, PlanText.shown(line.strip(), MOST_SHOWN), Why.TOO_LONG));
            return;
        }
        NoticeTable headed = NoticeTable.headed(line);
        if (headed != null) {
            finish();
            table = headed;
            return;
        }
        NoticeTable rows = table != null && table.has(line) ? table : NoticeTable.bare(line);
        if (rows != null) {
            finish();
            NoticeTable.Row row = rows.row(line, day);
            day = row.day();
            add(number, line, row.reading(), row.area(), row.reason());
            return;
        }
        text(number, line);
    }

    /** What is known of one power cut whose lines are not all read. */
    private static final class Draft {
        private final int line;
        private final StringBuilder text = new StringBuilder();
        private String date = "";
        private String times = "";
        private String area = "";
        private @Nullable String reason;

        private Draft(int line) {
            this.line = line;
        }

        private void add(NoticeColumn column, String value) {
            switch (column) {
                case DATE -> date = value;
                case TIME -> times = (times + " " + value).strip();
                case AREA -> area = area.isEmpty() ? value : area + "; " + value;
                case REASON -> reason = value;
                case OTHER -> {}
            }
        }

        private boolean has(NoticeColumn column) {
            return switch (column) {
                case DATE -> !date.isEmpty();
                case TIME -> CutTime.of(times).isSpan();
                case AREA -> !area.isEmpty();
                case REASON -> reason != null;
                case OTHER -> false;
            };
        }
    }

    private void text(int number, String line) {
        boolean bullet = BULLET.matcher(line).find();
        String bare = BULLET.matcher(line).replaceFirst("").strip();
        if (labelled(number, line, bare)) {
            return;
        }
        CutTime time = CutTime.of(beforeReason(bare));
        if (time.isEmpty()) {
            continued(number, line, bare, bullet);
            return;
        }
        finish();
        Draft begun = begin(number, line);
        Matcher reason = REASON.matcher(bare);
        if (reason.find()) {
            begun.reason = bare.substring(reason.end()).strip();
        }
        begun.times = beforeReason(bare);
        begun.area = String.join(
                "; ",
                time.between().stream()
                        .map(NoticeReader::withoutJoins)
                        .filter(text -> !text.isEmpty())
                        .toList());
        LocalDate heading = time.dateAlone();
        if (heading != null && begun.area.isEmpty()) {
            day = heading;
            draft = null;
        }
    }

    private static String beforeReason(String text) {
        Matcher reason = REASON.matcher(text);
        return reason.find() ? text.substring(0, reason.start()) : text;
    }

    private static String withoutJoins(String text) {
        return JOINS_BEHIND
                .matcher(JOINS_BEFORE.matcher(text).replaceFirst(""))
                .replaceFirst("")
                .strip();
    }

    /** Reads a line of labels; several may stand in one. */
    private boolean labelled(int number, String line, String bare) {
        boolean any = false;
        for (String part : INNER_LABEL.split(bare)) {
            Matcher label = LABEL.matcher(part.strip());
            NoticeColumn column =
                    label.matches() ? NoticeColumn.named(label.group(1)).orElse(null) : null;
            if (column == null) {
                if (!any) {
                    return false;
                }
                continue;
            }
            if (!any) {
                if (draft != null && draft.has(column)) {
                    finish();
                }
                begin(number, line);
            }
            any = true;
            begin(number, "").add(column, label.group(2).replaceFirst("[\\s.;,]+$", ""));
        }
        return any;
    }

    /** The power cut that is being read, a new one when there is none. */
    private Draft begin(int number, String line) {
        Draft open = draft;
        if (open == null) {
            open = new Draft(number);
            draft = open;
        }
        if (!line.isEmpty()) {
            open.text.append(open.text.isEmpty() ? "" : "\n").append(line);
        }
        return open;
    }

    /** A line without a time: one more place of what came before, or nothing that can be read. */
    private void continued(int number, String line, String bare, boolean bullet) {
        Draft open = draft;
        Matcher reason = REASON.matcher(bare);
        if (open != null && reason.lookingAt()) {
            begin(number, line)
                    .add(NoticeColumn.REASON, bare.substring(reason.end()).strip());
        } else if (open != null && (open.area.isEmpty() || bullet)) {
            begin(number, line).add(NoticeColumn.AREA, beforeReason(bare));
        } else {
            unread.add(new Unread(number, line.strip(), Why.NO_TIME));
        }
    }

    private void finish() {
        Draft done = draft;
        draft = null;
        if (done != null) {
            add(
                    done.line,
                    done.text.toString(),
                    CutTime.ofCells(done.date, done.times).reading(day),
                    done.area,
                    done.reason);
        }
    }

    private void add(int number, String text, CutTime.Reading reading, String area, @Nullable String reason) {
        String shown = text.strip();
        if (shown.length() > PlanWish.LONGEST_TEXT) {
            unread.add(new Unread(number, PlanText.shown(shown, MOST_SHOWN), Why.TOO_LONG));
        } else if (reading.interval() == null) {
            unread.add(new Unread(number, shown, reading.why() == null ? Why.NO_TIME : reading.why()));
        } else if (area.isBlank()) {
            unread.add(new Unread(number, shown, Why.NO_AREA));
        } else if (cuts.size() == MOST_CUTS) {
            unread.add(new Unread(number, shown, Why.TOO_MANY_LINES));
        } else {
            cuts.add(new Cut(
                    number,
                    shown,
                    reading.interval(),
                    area.strip(),
                    reason == null || reason.isBlank() ? null : reason));
        }
    }
}
