package io.langsong.dashboard;

import io.langsong.testkit.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, looking at one server; signed in once for all that is looked at. */
final class Browser implements AutoCloseable {
    private static final String AXE = resource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

    /** The transferred bytes of the page and of all that it loaded, as they went over the wire with their headers. */
    private static final String WEIGHT = """
            return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
              .reduce((sum, one) => sum + one.transferSize, 0);
            """;

    private final ChromeDriver chrome;
    private final String address;

    Browser(String address) {
        this.address = address;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Peers.require("chromium", "chromium").toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--lang=vi");
        this.chrome = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(
                                Peers.require("chromedriver", "chromium-driver").toFile())
                        .build(),
                options);
        chrome.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        chrome.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    }

    void signIn(String name, String password) {
        open("/dang-nhap");
        chrome.findElement(By.name("name")).sendKeys(name);
        chrome.findElement(By.name("password")).sendKeys(password);
        follow(By.cssSelector("main form button"));
    }

    void open(String path) {
        chrome.get(address + path);
    }

    /** Clicks on what leads to another page and waits until that one is there: a click returns before a form has gone. */
    void follow(By what) {
        WebElement page = find("html");
        chrome.findElement(what).click();
        new WebDriverWait(chrome, Duration.ofSeconds(30)).until(unused -> isGone(page));
    }

    /** Chromedriver has more than one way to say so. */
    private static boolean isGone(WebElement page) {
        try {
            String unused = page.getTagName();
            return false;
        } catch (WebDriverException gone) {
            return true;
        }
    }

    String path() {
        return chrome.getCurrentUrl().substring(address.length());
    }

    /** A screen of that many CSS pixels; {@code scale} of 4 is a zoom of 400 %. */
    void screen(int width, int height, int scale) {
        chrome.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", width < 500));
    }

    void dark(boolean dark) {
        chrome.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void scripts(boolean on) {
        chrome.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    void forgetCache() {
        chrome.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    long weight() {
        return ((Number) run(WEIGHT)).longValue();
    }

    /** How many pixels the page is wider than the screen. */
    long sideways() {
        return ((Number) run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .longValue();
    }

    /**
     * What is wrong with the page as it stands, by the rules of WCAG 2.2 AA and good practice: rule and elements.
     *
     * @param rules only these; empty for all
     */
    @SuppressWarnings("unchecked")
    List<String> accessibility(String... rules) {
        if (!Boolean.TRUE.equals(run("return !!window.axe"))) {
            run(AXE + ";return true");
        }
        return (List<String>) chrome.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const rules = arguments[0];
                const options = rules.length
                  ? { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] }
                  : { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
                      resultTypes: ['violations'] };
                axe.run(document, options).then(
                  (found) => done(found.violations.flatMap((rule) => rule.nodes.slice(0, 5).map((node) =>
                    rule.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')))),
                  (failed) => done(['axe failed: ' + failed]));
                """, (Object) rules);
    }

    Object run(String script, Object... arguments) {
        return chrome.executeScript(script, arguments);
    }

    WebElement find(String selector) {
        return chrome.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return chrome.findElements(By.cssSelector(selector));
    }

    WebElement focused() {
        return chrome.switchTo().activeElement();
    }

    /** As fingers press keys: to whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(chrome).sendKeys(keys).perform();
    }

    ChromeDriver chrome() {
        return chrome;
    }

    @Override
    public void close() {
        chrome.quit();
    }

    private static String resource(String name) {
        try (InputStream in = Browser.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One load, looked at on two screens by day and by night, and as narrow as a zoom of 400 % makes it. */
    void looksWell(String path) {
        SoftAssertions all = new SoftAssertions();
        all.assertThat(accessibility()).as("%s at 1280", path).isEmpty();
        dark(true);
        all.assertThat(accessibility("color-contrast"))
                .as("%s at 1280 by night", path)
                .isEmpty();
        screen(390, 844, 1);
        all.assertThat(accessibility("color-contrast"))
                .as("%s at 390 by night", path)
                .isEmpty();
        dark(false);
        all.assertThat(accessibility()).as("%s at 390", path).isEmpty();
        screen(320, 640, 1);
        all.assertThat(sideways()).as("%s wider than 320", path).isLessThanOrEqualTo(0);
        screen(320, 225, 4);
        all.assertThat(sideways()).as("%s at 400 %%", path).isLessThanOrEqualTo(0);
        all.assertAll();
    }
}
