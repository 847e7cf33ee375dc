using System.CommandLine;
using System.CommandLine.Parsing;

namespace Surveyctl.Commands;

/// <summary>What the value of an option must be, told like any other mistake on the command line.</summary>
internal static class OptionRules
{
    /// <summary>Of a path: what opens one throws for an empty text, which a variable that is not set leaves behind.</summary>
    public static void NotEmpty(SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{(result is OptionResult option ? option.Option.Name : $"<{((ArgumentResult)result).Argument.Name}>")} is empty: name a path.");
    }

    public static void IsBetween(this Option<int> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (!result.IsNumber(out var value))
                return;
            if (value < least)
                result.AddError($"{option.Name} is at least {least}.");
            else if (value > most)
                result.AddError($"{option.Name} is at most {most}.");
        });

    /// <summary>False: what was typed is none, which is told besides.</summary>
    public static bool IsNumber(this OptionResult result, out int value)
    {
        value = 0;
        if (result.Tokens is [var token] && !int.TryParse(token.Value, out _))
            return false;
        value = result.GetValueOrDefault<int>();
        return true;
    }
}
