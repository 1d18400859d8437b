package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NetJsonCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[args.length + 1];
        all[0] = "netjson";
        for (int i = 0; i < args.length; i++) {
            all[i + 1] = args[i].toString();
        }
        return Commands.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    @Test
    void rendersWithTemplatesAndVariables() throws IOException {
        Path template = file("template.json", "{\"general\": {\"hostname\": \"{{ name }}\", \"timezone\": \"UTC\"}}");
        Path config = file("config.json", "{\"general\": {\"timezone\": \"Asia/Ho_Chi_Minh\"}}");
        Path context = file("context.json", "{\"name\": \"thon-man\"}");

        assertThat(run("render", "--template", template, "--context", context, config))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                package system

                config system 'system'
                	option hostname 'thon-man'
                	option timezone '<+07>-7'
                	option zonename 'Asia/Ho_Chi_Minh'
                """);

        assertThat(run("merge", "--template", template, config)).isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"general": {"hostname": "{{ name }}", "timezone": "Asia/Ho_Chi_Minh"}}
                        """));

        assertThat(run("render", "--template", template, config)).isEqualTo(Commands.FAILED);
        assertThat(err.toString()).contains("config.json: general.hostname: The variable \"name\" has no value");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void packsAndReadsBack() throws IOException {
        Path config = file("config.json", "{\"general\": {\"hostname\": \"sơn\"}}");
        assertThat(run("archive", "--out", folder.resolve("a.tar.gz"), config)).isEqualTo(Commands.FAILED);
        assertThat(folder.resolve("a.tar.gz")).doesNotExist();

        config = file("config.json", "{\"general\": {\"hostname\": \"son\", \"notes\": \"Sơn\"}}");
        assertThat(run("archive", "--out", folder.resolve("a.tar.gz"), config)).isZero();
        assertThat(err.toString()).containsPattern("MD5 [0-9a-f]{32}");

        assertThat(run("parse", folder.resolve("a.tar.gz"))).isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()))
                .isEqualTo(JsonMapper.shared().readTree(config.toFile()));
    }

    @Test
    void writesForTheVersionThatIsAskedFor() throws IOException {
        Path config = file("config.json", "{\"interfaces\": [{\"name\": \"eth0\", \"type\": \"ethernet\"}]}");

        assertThat(run("render", "--openwrt", "19.07", config)).isZero();
        assertThat(out.toString()).contains("option ifname 'eth0'");
        assertThat(run("render", "--openwrt", "23.05.5", config)).isZero();
        assertThat(out.toString()).contains("option device 'eth0'");
    }

    @Test
    void saysAllThatIsWrongInTheLanguageOfTheReader() throws IOException {
        Path config = file("config.json", "{\"general\": {\"hostname\": \"a b\"}, \"ntp\": {\"server\": [\"x/y\"]}}");

        assertThat(run("validate", "--language", "vi", config)).isEqualTo(Commands.FAILED);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("không phải là tên máy"));
        assertThat(run("validate", file("good.json", "{}"))).isZero();
        assertThat(err.toString()).contains("good.json can be rendered");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                  | render                       | 2 | config.json: 1:
            {"a": 1,@ "a": 2}  | validate                     | 2 | config.json: 2:
            []                 | merge                        | 2 | config.json: [] is no configuration
            {}                 | draw                         | 2 | There is nothing called draw; write one of these: render, archive
            {}                 | archive                      | 2 | add --out FILE
            {}                 | render --backend airos       | 2 | There is no backend airos; there is: openwrt
            {}                 | render --openwrt latest      | 2 | latest is no version of OpenWrt
            {}                 | render --template none.json  | 2 | There is no none.json; check the path
            config x           | parse                        | 1 | Line 1: "config x" stands before
            """)
    void refusesWithWhatWhichAndTheRemedy(String content, String words, int status, String says) throws IOException {
        Path config = file("config.json", content.replace('@', '\n'));
        List<Object> args = new ArrayList<>(List.of((Object[]) words.trim().split(" ")));
        args.add(config);

        assertThat(run(args.toArray())).as(err.toString()).isEqualTo(status);
        assertThat(err.toString()).contains(says);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void answersEachLineOfABatch() throws IOException {
        Path requests = file("requests.jsonl", """
                {"id": "a", "op": "render", "config": {"general": {"hostname": "ab", "notes": "Sơn"}}}

                {"id": "b", "op": "archive", "config": {"files": [{"path": "/x", "mode": "0600", "contents": "y"}]}}
                {"id": "c", "op": "merge", "templates": [{"a": [1]}], "config": {"a": [2]}, "context": {}}
                {"id": "d", "op": "validate", "config": {}}
                {"id": "e", "op": "validate", "config": {"led": [{}]}}
                {"id": "f", "op": "parse", "native": "package system\\nconfig system\\n\\toption hostname ab\\n"}
                {"id": "g", "op": "render", "native": "package network\\nconfig rule r\\n\\toption src wrong\\n"}
                {"id": "h", "op": "render", "configText": "nonsense"}
                {"id": "i", "op": "merge", "templates": {"a": "b"}, "config": {}}
                """);

        assertThat(run("--batch", requests)).as(err.toString()).isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(9);
        assertThat(lines.get(0)).contains("S\\u01A1n");
        assertThat(answer(lines, 0).get("text").stringValue()).contains("option hostname 'ab'", "Sơn");
        assertThat(answer(lines, 1).toString())
                .contains("\"members\":[{\"name\":\"x\",\"mode\":\"0600\",\"contents\":\"y\"}]");
        assertThat(answer(lines, 2).get("netjson").toString()).isEqualTo("{\"a\":[1,2]}");
        assertThat(answer(lines, 3).toString()).isEqualTo("{\"id\":\"d\",\"valid\":true}");
        assertThat(answer(lines, 4).at("/error/path").toString()).isEqualTo("[\"led\",0]");
        assertThat(answer(lines, 5).get("netjson").toString()).isEqualTo("{\"general\":{\"hostname\":\"ab\"}}");
        assertThat(answer(lines, 6).at("/error/path").toString()).isEqualTo("[\"ip_rules\",0,\"src\"]");
        assertThat(answer(lines, 7).at("/error/message").stringValue()).contains("no JSON");
        assertThat(answer(lines, 8).at("/error/message").stringValue()).contains("no list");
    }

    private static JsonNode answer(List<String> lines, int line) {
        return JsonMapper.shared().readTree(lines.get(line));
    }

    @Test
    void aLineThatIsNoRequestIsToldAndFailsTheRun() throws IOException {
        Path requests = file("requests.jsonl", """
                nonsense
                {"id": "a", "op": "dance"}
                {"id": "b", "op": "render", "backend": "airos", "config": {}}
                {"id": "c", "op": "validate", "config": {}}
                """);

        assertThat(run("--batch", requests)).isEqualTo(Commands.FAILED);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(answer(lines, 1).at("/error/message").stringValue()).contains("There is no op \"dance\"");
        assertThat(answer(lines, 2).at("/error/message").stringValue()).contains("There is no backend airos");
        assertThat(answer(lines, 3).get("valid").booleanValue()).isTrue();
        assertThat(run("--batch", folder.resolve("none.jsonl"))).isEqualTo(Commands.WRONG_USAGE);
        assertThat(err.toString()).contains("check the path");
    }
}
