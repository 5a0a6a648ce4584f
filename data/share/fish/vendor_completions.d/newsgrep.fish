function __newsgrep_complete
    env _NEWSGREP_COMPLETE=fish newsgrep (commandline -cp | string collect) 2>/dev/null | while read -l line
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case files
                __fish_complete_path (commandline -ct)
            case folders
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\t%s\n' $parts[2] "$parts[3]"
        end
    end
end
complete -c newsgrep -f -k -a '(__newsgrep_complete)'
