# M/M/100+M in simmer, as its users write it, monitoring off: customers per CPU second and the share that abandoned.
suppressPackageStartupMessages(library(simmer))
customers <- as.integer(commandArgs(trailingOnly = TRUE)[1])
set.seed(1)
abandoned <- 0
left <- trajectory() %>% log_(function() { abandoned <<- abandoned + 1; "" }, level = 1)
path <- trajectory() %>%
  renege_in(function() rexp(1, 1), out = left) %>%
  seize("desk") %>%
  renege_abort() %>%
  timeout(function() rexp(1, 1)) %>%
  release("desk")
env <- simmer() %>%
  add_resource("desk", 100, mon = FALSE) %>%
  add_generator("customer", path, function() rexp(1, 140), mon = 0)
used <- system.time(run(env, until = customers / 140))
cat(sprintf('{"version":"%s","perSecond":%f,"abandoned":%f}\n', as.character(packageVersion("simmer")),
            customers / (used[["user.self"]] + used[["sys.self"]]), abandoned / customers))
