package io.langsong.wifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.provisioning.Template.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WifiScheduleTest {
    private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    @TempDir
    private Path folder;

    private static WifiSchedule schedule(Set<DayOfWeek> days, String from, String until) {
        return new WifiSchedule(days, LocalTime.parse(from), LocalTime.parse(until));
    }

    @ParameterizedTest(name = "workdays {0}–{1}: on {2} at {3} it is {4}")
    @CsvSource(textBlock = """
            06:00, 22:00, MONDAY,   05:59, off
            06:00, 22:00, MONDAY,   06:00, on
            06:00, 22:00, FRIDAY,   21:59, on
            06:00, 22:00, FRIDAY,   22:00, off
            06:00, 22:00, SATURDAY, 12:00, off
            # over midnight: Friday's goes on into Saturday, Sunday's never began
            17:00, 01:30, FRIDAY,   23:59, on
            17:00, 01:30, SATURDAY, 01:29, on
            17:00, 01:30, SATURDAY, 01:30, off
            17:00, 01:30, SATURDAY, 18:00, off
            17:00, 01:30, MONDAY,   00:30, off
            17:00, 01:30, MONDAY,   16:59, off
            # as long as a day
            08:00, 08:00, SATURDAY, 07:59, on
            08:00, 08:00, SATURDAY, 08:00, off
            00:00, 00:00, FRIDAY,   23:59, on
            00:00, 00:00, SATURDAY, 00:00, off
            """)
    void isOnFromUntil(String from, String until, DayOfWeek day, String time, String state) {
        assertThat(schedule(WORKDAYS, from, until).isOn(day, LocalTime.parse(time)))
                .isEqualTo(state.equals("on"));
    }

    @Test
    void hasDaysAndNoSeconds() {
        assertThatThrownBy(() -> schedule(Set.of(), "06:00", "22:00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> schedule(WORKDAYS, "06:00:01", "22:00")).isInstanceOf(IllegalArgumentException.class);
    }

    /** The script is run by a real shell, with a clock and a UCI that are ours. */
    @ParameterizedTest(name = "{0}–{1}")
    @CsvSource({"06:00, 22:00", "17:00, 01:30", "08:09, 08:09", "00:00, 00:00", "22:00, 05:00"})
    void theScriptOfABoxSaysTheSame(String from, String until) throws Exception {
        WifiSchedule schedule =
                schedule(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), from, until);
        Path script = script(schedule);
        Set<LocalTime> times =
                new java.util.TreeSet<>(List.of(LocalTime.MIN, LocalTime.of(8, 9), LocalTime.of(23, 59)));
        for (LocalTime edge : List.of(schedule.from(), schedule.until())) {
            times.addAll(List.of(edge, edge.minusMinutes(1), edge.plusMinutes(1)));
        }
        StringBuilder expected = new StringBuilder();
        StringBuilder all =
                new StringBuilder("PATH=" + folder + ":$PATH\nrun() { NOW=\"$1\" sh " + script + "; }\nexport NOW\n");
        for (DayOfWeek day : DayOfWeek.values()) {
            for (LocalTime time : times) {
                all.append("run '%d 1%s'; cat %s\n"
                        .formatted(day.getValue(), time.toString().replace(":", ""), folder.resolve("off")));
                expected.append(schedule.isOn(day, time) ? "0\n" : "1\n");
            }
        }

        assertThat(shell(all.toString())).isEqualTo(expected.toString());
        // It speaks to the radio when something changes, and only then.
        assertThat(Files.readAllLines(folder.resolve("reloads")).size()).isEqualTo(turns(expected.toString()));
    }

    private static int turns(String states) {
        String before = "0";
        int turns = 0;
        for (String state : states.split("\n")) {
            turns += state.equals(before) ? 0 : 1;
            before = state;
        }
        return turns;
    }

    private Path script(WifiSchedule schedule) throws IOException {
        WifiNetwork network = new WifiNetwork(
                7,
                1,
                "x",
                Security.OPEN,
                Set.of(Band.GHZ_2_4),
                null,
                true,
                false,
                null,
                null,
                schedule,
                Scope.EVERYWHERE);
        String contents = OpenWrtFiles.of(network).get(0).path("contents").asString("");
        Files.writeString(folder.resolve("off"), "0\n");
        Files.writeString(folder.resolve("reloads"), "");
        program("date", "echo \"$NOW\"");
        program("wifi", "echo \"$1\" >> " + folder.resolve("reloads"));
        program("uci", """
                case "$*" in
                  "-q get wireless.wifi_wifi7s_2g") echo wifi-iface ;;
                  "-q get wireless.wifi_wifi7s_2g.disabled") cat %1$s/off ;;
                  "set wireless.wifi_wifi7s_2g.disabled=0") echo 0 > %1$s/off ;;
                  "set wireless.wifi_wifi7s_2g.disabled=1") echo 1 > %1$s/off ;;
                  "commit wireless") ;;
                  *) echo "uci $*" >&2; exit 1 ;;
                esac""".formatted(folder));
        Path script = folder.resolve("script");
        Files.writeString(script, contents);
        return script;
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String shell(String commands) throws Exception {
        Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
        shell.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }
}
