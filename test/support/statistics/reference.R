# Makes test/recorded/statistics/shifts.json with R's own wilcox.test: the interval of the shift, which SciPy does not give.
# Run from the root of the repository, after reference.py (Debian: r-base-core):
#
#   Rscript test/support/statistics/reference.R
#
# Every case is there twice: searched as R does by default (1e-4) and as closely as doubles allow.

number <- function(value) format(value, digits = 15, trim = TRUE)
list_of <- function(values) paste0("[", paste(vapply(values, number, ""), collapse = ", "), "]")

set.seed(20261121)
pairs <- list()
for (sizes in list(c(6, 6), c(12, 25), c(30, 30), c(60, 40), c(110, 120))) {
  for (shift in c(0, 0.5, 3)) {
    n <- sizes[1]
    m <- sizes[2]
    pairs[[length(pairs) + 1]] <- list(x = round(rnorm(n, 10 + shift, 1), 6), y = round(rnorm(m, 10, 1), 6))
    pairs[[length(pairs) + 1]] <- list(x = round(rnorm(n, 10 + shift, 2)), y = round(rnorm(m, 10, 2)))
    pairs[[length(pairs) + 1]] <- list(x = rbinom(n, 400, 0.02 + shift / 100) / 400, y = rbinom(m, 400, 0.02) / 400)
  }
}

rows <- c()
for (pair in pairs) {
  results <- c()
  for (confidence in c(0.95, 0.98)) {
    for (precision in c(1e-4, 1e-13)) {
      found <- suppressWarnings(wilcox.test(
        pair$x, pair$y, exact = FALSE, correct = TRUE, conf.int = TRUE, conf.level = confidence, tol.root = precision
      ))
      results <- c(results, paste0(
        "   {\"confidence\": ", number(confidence),
        ", \"precision\": ", number(precision), ", \"u\": ", number(found$statistic), ", \"p\": ", number(found$p.value),
        ", \"low\": ", number(found$conf.int[1]), ", \"high\": ", number(found$conf.int[2]), "}"
      ))
    }
  }
  rows <- c(rows, paste0(
    "  {\"experiment\": ", list_of(pair$x), ", \"control\": ", list_of(pair$y), ", \"results\": [\n", paste(results, collapse = ",\n"), "]}"
  ))
}

source <- paste0("R ", getRversion(), ", wilcox.test, through test/support/statistics/reference.R")
writeLines(c("{", paste0(" \"source\": \"", source, "\","), " \"tests\": [", paste(rows, collapse = ",\n"), " ]", "}"),
  "test/recorded/statistics/shifts.json")
