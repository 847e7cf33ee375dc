using System.CommandLine;
using System.CommandLine.Parsing;

namespace Surveyctl.Commands;

/// <summary>What the value of an option must be, told like any other mistake on the command line.</summary>
internal static class OptionRules
{
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
