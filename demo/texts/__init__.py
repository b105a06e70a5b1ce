"""What is said and written in the story, in Danish; braces are filled in by demo.story.dated()."""
