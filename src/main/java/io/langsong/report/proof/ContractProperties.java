package io.langsong.report.proof;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.report.*} about contracts.
 *
 * @param contractTarget percent of the time in which a provider's line is to serve, day and night; the benchmark of QCVN 34 by default
 */
@ConfigurationProperties("langsong.report")
public record ContractProperties(@DefaultValue("99.5") BigDecimal contractTarget) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    public ContractProperties {
        if (contractTarget.signum() <= 0 || contractTarget.compareTo(ALL) > 0) {
            throw new IllegalArgumentException(
                    "langsong.report.contract-target: %s is no percentage to promise; give more than 0, at most 100"
                            .formatted(contractTarget));
        }
    }
}
