import sys
sol=lambda n: open(f'solution/{n}.txt').read().rstrip('\n')
for lang in ('en','fr'):
    s=open(f'lesson.{lang}.src').read()
    import re
    s=re.sub(r'@@(\S+)@@', lambda m: sol(m.group(1)), s)
    if lang=='fr':
        pass
    open(f'lesson.{lang}.md','w').write(s)
