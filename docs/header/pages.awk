# include/agora_token.h as Doxygen reads it: the comment that it begins with is the first page, and what stands there behind
# two empty lines is a heading.
NR == 1 { print "/** \\mainpage The manual"; manual = 1; next }
manual && $0 == " */" { manual = 0 }
manual && $0 == " *" { empty++; print; next }
manual && empty > 1 { sub(/^ \* /, " * ## ") }
{ empty = 0; print }
